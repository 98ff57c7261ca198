// SPDX-License-Identifier: GPL-2.0
/* ipmpadm - administer IP multipathing groups. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/cmd.h"
#include "lib/err.h"

static const struct object_cmd *const objects[] = {
	&cmd_show, &cmd_monitor, &cmd_group, &cmd_member, &cmd_address,
	&cmd_target, &cmd_stat, &cmd_metrics,
	&cmd_check, &cmd_boot, &cmd_replay, &cmd_save, &cmd_detach,
	&cmd_attach, &cmd_recover,
};

/* Those that read files, so that --root is of use. */
static const struct object_cmd *const readers[] = {
	&cmd_show, &cmd_monitor, &cmd_stat, &cmd_check, &cmd_boot, &cmd_replay,
	&cmd_save,
};

static void print_verb(const char *object, const struct verb *v)
{
	printf("  %s%s%s%s%s\n        %s\n", object, v->name ? " " : "",
	       v->name ? v->name : "", *v->usage ? " " : "", v->usage,
	       v->help);
}

static void print_object(const struct object_cmd *o)
{
	const struct verb *v;

	for (v = o->verbs; v->help; v++)
		print_verb(o->name, v);
}

static int help_all(void)
{
	size_t i;

	printf("usage: ipmpadm [-j] [-p] [-n] OBJECT [VERB] ...\n\n");
	for (i = 0; i < ARRAY_SIZE(objects); i++)
		print_object(objects[i]);
	printf("  ... help\n"
	       "        of an object or a verb\n"
	       "\n"
	       "  -j, --json     JSON instead of text\n"
	       "  -p, --pretty   JSON over several lines\n"
	       "  -n, --numeric  numbers instead of names, which only stat prints\n"
	       "      --root DIR read DIR/etc in place of /etc\n"
	       "  -V, --version  print the version\n"
	       "  -h, --help     print this\n"
	       "\n"
	       "Exit status: 0 done; 1 refused or failed, nothing half-done;\n"
	       "2 not supported here; 3 wrong usage.\n");
	return STATUS_OK;
}

static int help_object(const struct object_cmd *o)
{
	printf("usage:\n");
	print_object(o);
	return STATUS_OK;
}

static int help_verb(const struct object_cmd *o, const struct verb *v)
{
	printf("usage:\n");
	print_verb(o->name, v);
	return STATUS_OK;
}

/* `help` is a word only where nothing else can be; -h is help anywhere. */
static bool wants_help(char *const *argv)
{
	if (*argv && !strcmp(*argv, "help") && !argv[1])
		return true;
	for (; *argv; argv++)
		if (!strcmp(*argv, "-h") || !strcmp(*argv, "--help"))
			return true;
	return false;
}

static bool reads_files(const struct object_cmd *o)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(readers); i++)
		if (readers[i] == o)
			return true;
	return false;
}

/* --root may stand among the words of a verb that reads files. */
static int take_root(struct options *opt, const struct args *args)
{
	char **from, **to = args->argv;

	for (from = to; *from; from++) {
		if (strcmp(*from, "--root")) {
			*to++ = *from;
			continue;
		}
		if (!from[1])
			return err_usage("%s: DIR is missing after '--root'",
					 args->command);
		opt->root = *++from;
	}
	*to = NULL;
	return STATUS_OK;
}

static int run_verb(const struct options *opt, const struct object_cmd *o,
		    const struct verb *v, char **argv)
{
	struct args args = { .argv = argv };
	struct options rooted = *opt;
	int status = STATUS_OK;

	snprintf(args.command, sizeof(args.command), "%s%s%s", o->name,
		 v->name ? " " : "", v->name ? v->name : "");
	if (wants_help(argv))
		return o == &cmd_stat ? stat_help() : help_verb(o, v);
	if (reads_files(o))
		status = take_root(&rooted, &args);
	else if (*opt->root)
		status = err_usage("%s: it reads no files; --root is of no use",
				   args.command);
	return status ? status : v->run(&rooted, &args);
}

static int unknown_verb(const struct object_cmd *o, const char *word)
{
	char list[128] = "";
	const struct verb *v;
	size_t used = 0;

	for (v = o->verbs; v->help && used < sizeof(list); v++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
					 "%s%s", used ? ", " : "", v->name);
	return err_usage("%s: unknown word '%s' (possible: %s)", o->name, word,
			 list);
}

static int run_object(const struct options *opt, const struct object_cmd *o,
		      char **argv)
{
	const struct verb *v = o->verbs;

	if (!v->name || !*argv)
		return run_verb(opt, o, v, argv);
	for (; v->help; v++)
		if (!strcmp(v->name, *argv))
			return run_verb(opt, o, v, argv + 1);
	if (!strcmp(*argv, "help") || !strcmp(*argv, "-h") ||
	    !strcmp(*argv, "--help"))
		return help_object(o);
	return unknown_verb(o, *argv);
}

static int unknown_object(const char *word)
{
	char list[256] = "";
	size_t i, used = 0;

	for (i = 0; i < ARRAY_SIZE(objects) && used < sizeof(list); i++)
		used += (size_t)snprintf(list + used, sizeof(list) - used,
					 "%s, ", objects[i]->name);
	return err_usage("unknown word '%s' (possible: %shelp)", word, list);
}

static int run(const struct options *opt, char **argv)
{
	size_t i;

	if (!*argv)
		return err_usage("OBJECT is missing (see ipmpadm help)");
	for (i = 0; i < ARRAY_SIZE(objects); i++)
		if (!strcmp(objects[i]->name, *argv))
			return run_object(opt, objects[i], argv + 1);
	return strcmp(*argv, "help") ? unknown_object(*argv) : help_all();
}

/* The option that was just read. */
static const char *option_word(char *const *argv)
{
	const char *word = argv[optind - 1];

	return word == optarg ? argv[optind - 2] : word;
}

/* getopt_long() takes a long one also if it is not written out. */
static bool is_exact(char *const *argv, const char *name)
{
	const char *word = option_word(argv) + strlen("--");

	return strcspn(word, "=") == strlen(name);
}

static int bad_option(char *const *argv)
{
	const char *word = option_word(argv);

	if (optopt && strncmp(word, "--", 2))
		return err_usage("unknown option '-%c' (see ipmpadm help)",
				 optopt);
	return err_usage("unknown option '%s' (see ipmpadm help)", word);
}

static int run_ipmpadm(int argc, char **argv)
{
	static const struct option longs[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "pretty", no_argument, NULL, 'p' },
		{ "numeric", no_argument, NULL, 'n' },
		{ "root", required_argument, NULL, 'R' },
		{ "version", no_argument, NULL, 'V' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 }
	};
	struct options opt = { .root = "" };
	int c, index = -1;

	/* The plus ends the options at the object: what follows is words. */
	while ((c = getopt_long(argc, argv, "+:jpnVh", longs,
				&index)) != -1) {
		if (index >= 0 && !is_exact(argv, longs[index].name))
			return bad_option(argv);
		index = -1;
		switch (c) {
		case 'j':
			opt.json = true;
			break;
		case 'p':
			opt.pretty = true;
			break;
		case 'n':
			opt.numeric = true;
			break;
		case 'R':
			opt.root = optarg;
			break;
		case 'V':
			printf("ipmpadm %s\n", IPMPADM_VERSION);
			return STATUS_OK;
		case 'h':
			return help_all();
		case ':':
			return err_usage("DIR is missing after '--root'");
		default:
			return bad_option(argv);
		}
	}
	return run(&opt, argv + optind);
}

#define IF_MPADM_USAGE	"usage: if_mpadm -d IF | -r IF"

static int help_if_mpadm(void)
{
	printf(IF_MPADM_USAGE "\n"
	       "  -d  take IF out of use: ipmpadm member offline\n"
	       "  -r  put IF back into use: ipmpadm member online\n");
	return STATUS_OK;
}

/* The command of Solaris, which scripts may call. */
static int run_if_mpadm(int argc, char **argv)
{
	const struct args args = { .command = "if_mpadm" };
	const char *detach = NULL, *reattach = NULL;
	int c, status;

	if (argc && wants_help(argv + 1))
		return help_if_mpadm();
	while ((c = getopt(argc, argv, "d:r:")) != -1) {
		if (c == 'd' && !detach)
			detach = optarg;
		else if (c == 'r' && !reattach)
			reattach = optarg;
		else
			break;
	}
	if (c != -1 || optind != argc || !detach == !reattach)
		return err_usage(IF_MPADM_USAGE);
	status = args_ifname(&args, detach ? detach : reattach);
	if (!status)
		status = member_must_be(detach ? detach : reattach, !detach);
	if (status)
		return status;
	return detach ? member_offline(detach, false) :
			member_online(reattach);
}

static int run_ipmpstat(int argc, char **argv)
{
	if (argc && wants_help(argv + 1))
		return stat_help();
	return stat_run(&(struct options){ .root = "" }, argv);
}

/* Output that did not arrive is a failure, like any other. */
static int close_output(int status)
{
	int err = fflush(stdout) ? errno : 0;

	if (!err && !ferror(stdout))
		return status;
	err_say("cannot write the output: %s", strerror(err ? err : EIO));
	return status ? status : STATUS_FAILED;
}

/*
 * A netlink socket must not get the number of an output that the caller had
 * closed. Opened for reading, writes to it fail as they would have.
 */
static void hold_standard_files(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int main(int argc, char **argv)
{
	const char *name = argc ? strrchr(argv[0], '/') : NULL;

	name = name ? name + 1 : argc ? argv[0] : "";
	hold_standard_files();
	/* A reader that went away is told of like a full disk. */
	signal(SIGPIPE, SIG_IGN);
	opterr = 0;
	if (!strcmp(name, "ipmpstat"))
		return close_output(run_ipmpstat(argc, argv));
	if (!strcmp(name, "if_mpadm"))
		return close_output(run_if_mpadm(argc, argv));
	return close_output(run_ipmpadm(argc, argv));
}
