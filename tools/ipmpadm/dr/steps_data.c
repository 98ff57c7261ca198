// SPDX-License-Identifier: GPL-2.0
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/err.h"
#include "steps_data.h"

/**
 * data_add_str() - Add a text.
 * @j: the data
 * @key: its name
 * @value: the text
 */
void data_add_str(struct json_object *j, const char *key, const char *value)
{
	json_object_object_add(j, key, json_object_new_string(value));
}

/**
 * data_add_u32() - Add a number.
 * @j: the data
 * @key: its name
 * @value: the number
 */
void data_add_u32(struct json_object *j, const char *key, uint32_t value)
{
	json_object_object_add(j, key, json_object_new_int64(value));
}

/**
 * data_add_bool() - Add a truth.
 * @j: the data
 * @key: its name
 * @value: the truth
 */
void data_add_bool(struct json_object *j, const char *key, bool value)
{
	json_object_object_add(j, key, json_object_new_boolean(value));
}

static struct json_object *msg_json(const struct nlmsghdr *nlh)
{
	const unsigned char *byte = (const void *)nlh;
	struct json_object *j;
	char *hex;
	size_t i;

	hex = calloc(nlh->nlmsg_len + 1, 2);
	if (!hex)
		err_no_memory();
	for (i = 0; i < nlh->nlmsg_len; i++)
		sprintf(hex + 2 * i, "%02x", byte[i]);
	j = json_object_new_string(hex);
	free(hex);
	return j;
}

/**
 * data_add_msgs() - Add messages of the kernel, whole, in hexadecimal.
 * @j: the data
 * @key: their name
 * @list: the messages
 */
void data_add_msgs(struct json_object *j, const char *key,
		   const struct rt_list *list)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < list->n; i++)
		json_object_array_add(array, msg_json(list->item[i]));
	json_object_object_add(j, key, array);
}

/**
 * data_str() - Read a text.
 * @j: the data
 * @key: its name
 *
 * Return: the text; empty if it is not there.
 */
const char *data_str(struct json_object *j, const char *key)
{
	const char *s = json_object_get_string(json_object_object_get(j, key));

	return s ? s : "";
}

/**
 * data_u32() - Read a number.
 * @j: the data
 * @key: its name
 *
 * Return: the number.
 */
uint32_t data_u32(struct json_object *j, const char *key)
{
	return (uint32_t)json_object_get_int64(json_object_object_get(j, key));
}

/**
 * data_bool() - Read a truth.
 * @j: the data
 * @key: its name
 *
 * Return: the truth.
 */
bool data_bool(struct json_object *j, const char *key)
{
	return json_object_get_boolean(json_object_object_get(j, key));
}

/**
 * data_n() - Count the elements of a list.
 * @j: the data
 * @key: its name
 *
 * Return: how many.
 */
size_t data_n(struct json_object *j, const char *key)
{
	struct json_object *array = json_object_object_get(j, key);

	return json_object_is_type(array, json_type_array) ?
	       json_object_array_length(array) : 0;
}

/**
 * data_at() - Read an element of a list.
 * @j: the data
 * @key: its name
 * @i: which
 *
 * Return: the element.
 */
struct json_object *data_at(struct json_object *j, const char *key, size_t i)
{
	return json_object_array_get_idx(json_object_object_get(j, key), i);
}

/**
 * data_str_at() - Read an element of a list of texts.
 * @j: the data
 * @key: its name
 * @i: which
 *
 * Return: the text.
 */
const char *data_str_at(struct json_object *j, const char *key, size_t i)
{
	const char *s = json_object_get_string(data_at(j, key, i));

	return s ? s : "";
}

static struct nlmsghdr *msg_of(const char *hex)
{
	size_t i, len = strlen(hex) / 2;
	struct nlmsghdr *nlh;

	if (len < sizeof(*nlh))
		return NULL;
	nlh = malloc(len);
	if (!nlh)
		err_no_memory();
	for (i = 0; i < len; i++)
		if (sscanf(hex + 2 * i, "%2hhx", (unsigned char *)nlh + i) != 1)
			break;
	if (i == len && nlh->nlmsg_len == len)
		return nlh;
	free(nlh);
	return NULL;
}

/**
 * data_msgs() - Read messages of the kernel.
 * @j: the data
 * @key: their name
 * @list: takes the messages; to be freed even if this fails
 *
 * Return: STATUS_OK or, after a message, STATUS_FAILED.
 */
int data_msgs(struct json_object *j, const char *key, struct rt_list *list)
{
	size_t i, n = data_n(j, key);

	list->n = 0;
	list->item = calloc(n + 1, sizeof(*list->item));
	if (!list->item)
		err_no_memory();
	for (i = 0; i < n; i++) {
		list->item[list->n] = msg_of(data_str_at(j, key, i));
		if (!list->item[list->n])
			return err_fail("the record is damaged: a message of the kernel is not whole");
		list->n++;
	}
	return STATUS_OK;
}
