package planted.r5.fleet.api;

import planted.r5.fleet.master.Leader;

/** Planted: the API knows the leader. */
record NamesTheLeader(Leader leader) {}
