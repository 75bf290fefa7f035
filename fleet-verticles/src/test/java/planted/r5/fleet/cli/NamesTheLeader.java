package planted.r5.fleet.cli;

import planted.r5.fleet.master.Leader;

/** Innocent: cli starts the leader. */
record NamesTheLeader(Leader leader) {}
