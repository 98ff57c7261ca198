// SPDX-License-Identifier: GPL-2.0
#include <getopt.h>
#include <string.h>

#include "../lib/err.h"
#include "cmd.h"
#include "stat.h"

#define USAGE	"-a|-g|-i|-p|-t [-n] [-o FIELD,... [-P]]"

static const struct stat_view *const views[] = {
	&stat_addresses, &stat_groups, &stat_interfaces, &stat_probes,
	&stat_targets,
};

static const struct stat_view *find_view(int option)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(views); i++)
		if (views[i]->option == option)
			return views[i];
	return NULL;
}

static int usage(void)
{
	return err_usage("usage: ipmpadm stat " USAGE);
}

static int read_options(struct stat_out *out, char **argv, const char **fields)
{
	int argc = 0;
	int c;

	while (argv[argc])
		argc++;
	optind = 0;
	while ((c = getopt(argc, argv, "+agiptnPo:")) != -1) {
		if (out->view && find_view(c))
			return err_usage("only one output format may be specified");
		if (find_view(c))
			out->view = find_view(c);
		else if (c == 'n')
			out->numeric = true;
		else if (c == 'P')
			out->parsable = true;
		else if (c == 'o')
			*fields = optarg;
		else
			return usage();
	}
	return argv[optind] || !out->view ? usage() : STATUS_OK;
}

static int check_parsable(const struct stat_out *out, const char *fields)
{
	if (!out->parsable)
		return STATUS_OK;
	if (!fields)
		return err_usage("output field list (-o) required in parsable output mode");
	if (!strcasecmp(fields, "all"))
		return err_usage("\"-o all\" is not possible in parsable output mode");
	return STATUS_OK;
}

static void print_fields(const struct stat_view *view)
{
	const struct stat_field *f;

	printf("  -%c  %s: ", view->option, view->what);
	for (f = view->fields; f->name; f++)
		printf("%s%s", f == view->fields ? "" : ",", f->name);
	putchar('\n');
}

/**
 * stat_help() - Tell how ipmpstat is called, and the fields of its views.
 *
 * Return: the exit status.
 */
int stat_help(void)
{
	size_t i;

	printf("usage: ipmpstat " USAGE "\n");
	for (i = 0; i < ARRAY_SIZE(views); i++)
		print_fields(views[i]);
	printf("  -n  addresses instead of names of hosts\n"
	       "  -o  only these fields, in this order, or all\n"
	       "  -P  for scripts: no header, a colon between fields\n");
	return STATUS_OK;
}

/**
 * stat_run() - Print a view of ipmpstat.
 * @opt: the options of the tool
 * @argv: any word, then ipmpstat's options
 *
 * Return: the exit status.
 */
int stat_run(const struct options *opt, char **argv)
{
	struct stat_out out = { .opt = opt, .numeric = opt->numeric };
	const char *fields = NULL;
	int status;

	status = read_options(&out, argv, &fields);
	if (!status)
		status = check_parsable(&out, fields);
	if (!status)
		status = stat_choose(&out, fields);
	if (!status)
		status = out.view->run(&out);
	stat_free(&out);
	return status;
}

/* The word before the arguments is that of the object. */
static int run(const struct options *opt, struct args *args)
{
	if (opt->json)
		return err_usage("stat: there is no JSON of it (try -P, or ipmpadm -j show)");
	return stat_run(opt, args->argv - 1);
}

static const struct verb verbs[] = {
	{ NULL, run, USAGE,
	  "as ipmpstat: addresses, groups, interfaces, probes or targets" },
	{ 0 }
};

const struct object_cmd cmd_stat = { "stat", verbs };
