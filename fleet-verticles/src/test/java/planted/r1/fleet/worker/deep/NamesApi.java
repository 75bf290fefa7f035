package planted.r1.fleet.worker.deep;

import planted.r1.fleet.api.Api;

/** Planted: a package below a room belongs to the room. */
record NamesApi(Api api) {}
