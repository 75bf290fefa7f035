package examples.siteindex;

/**
 * An address of the site that should be fetched.
 *
 * @param url absolute, without query and fragment
 * @since 0.1
 */
public record Link(String url) {}
