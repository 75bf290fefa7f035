package examples.siteindex;

/**
 * What {@code summary.json} says.
 *
 * @param pages HTML pages that were found
 * @param links sum over the pages of their distinct links, with query and fragment cut
 * @param broken those of the links that lead into the site and to a 404
 * @param fetches GETs in the site's own access log
 * @param complete whether every known address is reported
 */
record Summary(long pages, long links, long broken, long fetches, boolean complete) {}
