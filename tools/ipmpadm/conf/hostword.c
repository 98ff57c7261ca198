// SPDX-License-Identifier: GPL-2.0
#include <string.h>
#include <sys/socket.h>

#include "../lib/compiler.h"
#include "hostword.h"

#define SWITCH(_word, _kind, _value, _where) {				\
	.word = (_word), .use = WORD_TAKEN, .kind = (_kind),		\
	.value = (_value), .where = (_where),				\
}

#define VALUE(_word, _kind, _family, _where) {				\
	.word = (_word), .use = WORD_TAKEN, .arg = ARG_ONE,		\
	.kind = (_kind), .family = (_family), .where = (_where),	\
}

#define MEANT(_word, _family) {						\
	.word = (_word), .use = WORD_MEANT, .family = (_family),	\
}

#define IGNORED(_word, _arg, _family, _why) {				\
	.word = (_word), .use = WORD_IGNORED, .arg = (_arg),		\
	.family = (_family), .why = (_why),				\
}

#define REFUSED(_word, _arg, _family, _why) {				\
	.word = (_word), .use = WORD_REFUSED, .arg = (_arg),		\
	.family = (_family), .why = (_why),				\
}

#define STREAMS	"there are no STREAMS modules on Linux"
#define TUNNEL	"tunnels cannot be set up here; see ip-tunnel(8)"
#define ZONE	"there are no zones on Linux; use a network namespace"

/*
 * All words of ifconfig, as hostname.if(5) lists them. Of a word that is there
 * twice the first that fits the file counts.
 */
static const struct hostword table[] = {
	VALUE("set", HOSTFILE_SET, 0, IN_ANY),
	VALUE("addif", HOSTFILE_ADDIF, 0, IN_ANY),
	VALUE("removeif", HOSTFILE_REMOVEIF, 0, IN_ANY),
	VALUE("netmask", HOSTFILE_NETMASK, AF_INET, IN_ANY),
	VALUE("broadcast", HOSTFILE_BROADCAST, AF_INET, IN_ANY),
	SWITCH("up", HOSTFILE_UP, 1, IN_ANY),
	SWITCH("down", HOSTFILE_UP, 0, IN_ANY),
	SWITCH("failover", HOSTFILE_FAILOVER, 1, IN_ANY),
	SWITCH("-failover", HOSTFILE_FAILOVER, 0, IN_NIC),
	SWITCH("deprecated", HOSTFILE_DEPRECATED, 1, IN_ANY),
	SWITCH("-deprecated", HOSTFILE_DEPRECATED, 0, IN_ANY),
	SWITCH("standby", HOSTFILE_STANDBY, 1, IN_NIC),
	SWITCH("-standby", HOSTFILE_STANDBY, 0, IN_ANY),
	VALUE("group", HOSTFILE_GROUP, 0, IN_ANY),
	VALUE("mtu", HOSTFILE_MTU, 0, IN_NIC),
	VALUE("token", HOSTFILE_TOKEN, AF_INET6, IN_ANY),
	VALUE("failback", HOSTFILE_FAILBACK, 0, IN_GROUP),
	VALUE("xmit", HOSTFILE_XMIT, 0, IN_GROUP),
	VALUE("detection-time", HOSTFILE_DETECTION_TIME, 0, IN_GROUP),
	VALUE("probe", HOSTFILE_PROBE, 0, IN_GROUP),
	VALUE("all-silent", HOSTFILE_ALL_SILENT, 0, IN_GROUP),
	VALUE("target", HOSTFILE_TARGET, 0, IN_GROUP),

	MEANT("plumb", 0),
	MEANT("arp", AF_INET),
	MEANT("nud", AF_INET6),
	MEANT("xmit", 0),
	MEANT("-anycast", 0),
	MEANT("-failed", 0),
	MEANT("-local", 0),
	MEANT("-preferred", AF_INET6),
	MEANT("-private", 0),
	MEANT("-router", 0),
	MEANT("-trailers", 0),

	IGNORED("dhcp", ARG_REST, AF_INET,
		"ignored: DHCP is for the DHCP client of the system"),
	IGNORED("auto-dhcp", ARG_REST, AF_INET,
		"ignored: DHCP is for the DHCP client of the system"),
	IGNORED("metric", ARG_ONE, 0,
		"ignored: Linux has metrics of routes, not of interfaces"),
	IGNORED("preferred", ARG_NONE, AF_INET6,
		"ignored: Linux does not prefer one address to others"),
	IGNORED("private", ARG_NONE, 0,
		"ignored: what is advertised is for the routing daemon"),
	IGNORED("trailers", ARG_NONE, 0,
		"ignored: trailers are a thing of the past"),
	IGNORED("configinfo", ARG_NONE, 0, "ignored: it is for debugging"),
	IGNORED("debug", ARG_NONE, 0, "ignored: it is for debugging"),
	IGNORED("verbose", ARG_NONE, 0, "ignored: it is for debugging"),

	REFUSED("destination", ARG_ONE, 0,
		"point-to-point links are not supported"),
	REFUSED("subnet", ARG_ONE, 0,
		"the subnet follows from the address; write ADDRESS/LEN"),
	REFUSED("index", ARG_ONE, 0,
		"the kernel numbers the interfaces"),
	REFUSED("-arp", ARG_NONE, AF_INET,
		"addresses cannot move without ARP"),
	REFUSED("-nud", ARG_NONE, AF_INET6,
		"addresses cannot move without neighbour discovery"),
	REFUSED("-xmit", ARG_NONE, 0,
		"not supported; 'deprecated' keeps an address from being used"),
	REFUSED("anycast", ARG_NONE, 0, "anycast addresses are not supported"),
	REFUSED("local", ARG_NONE, 0, "addresses for this host alone belong on lo"),
	REFUSED("router", ARG_NONE, 0,
		"forwarding is switched by sysctl(8)"),
	REFUSED("failed", ARG_NONE, 0, "this is for the kernel to find out"),
	REFUSED("unplumb", ARG_NONE, 0, "remove the file instead"),
	REFUSED("auto-revarp", ARG_NONE, AF_INET, "RARP is not supported"),
	REFUSED("modlist", ARG_NONE, 0, STREAMS),
	REFUSED("modinsert", ARG_ONE, 0, STREAMS),
	REFUSED("modremove", ARG_ONE, 0, STREAMS),
	REFUSED("ether", ARG_MAC, 0,
		"the hardware address is for udev; see systemd.link(5)"),
	REFUSED("usesrc", ARG_ONE, 0,
		"source addresses are chosen by routes; see ip-route(8)"),
	REFUSED("zone", ARG_ONE, 0, ZONE),
	REFUSED("-zone", ARG_NONE, 0, ZONE),
	REFUSED("all-zones", ARG_NONE, 0, ZONE),
	REFUSED("tsrc", ARG_ONE, 0, TUNNEL),
	REFUSED("tdst", ARG_ONE, 0, TUNNEL),
	REFUSED("encaplimit", ARG_ONE, 0, TUNNEL),
	REFUSED("-encaplimit", ARG_NONE, 0, TUNNEL),
	REFUSED("thoplimit", ARG_ONE, 0, TUNNEL),
	REFUSED("auth_algs", ARG_ONE, 0, TUNNEL),
	REFUSED("encr_algs", ARG_ONE, 0, TUNNEL),
	REFUSED("encr_auth_algs", ARG_ONE, 0, TUNNEL),
	REFUSED("inet", ARG_NONE, 0, "it has to be the first word of a line"),
	REFUSED("inet6", ARG_NONE, 0, "it has to be the first word of a line"),
	REFUSED("ipmp", ARG_NONE, 0, "it has to be the first word of the file"),
};

static bool fits(const struct hostword *w, bool is_group)
{
	return w->where == IN_ANY || (w->where == IN_GROUP) == is_group;
}

/**
 * hostword_find() - Find a word.
 * @word: the word
 * @is_group: whether it stands in the file of a group
 *
 * Return: the word, which may belong into the other kind of file if it is of
 * no use in this one; NULL if there is none.
 */
const struct hostword *hostword_find(const char *word, bool is_group)
{
	const struct hostword *found = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(table); i++) {
		if (strcmp(table[i].word, word))
			continue;
		if (fits(&table[i], is_group))
			return &table[i];
		found = &table[i];
	}
	return found;
}
