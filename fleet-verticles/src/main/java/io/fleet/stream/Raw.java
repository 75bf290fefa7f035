package io.fleet.stream;

/**
 * A record that was made into text elsewhere, in the JVM of a process slot, and is only passed on
 * here.
 *
 * @param json the record
 * @param key its ordering key, or empty
 * @param unique the key by which it is accepted once, or empty
 * @since 0.1
 */
public record Raw(String json, String key, String unique) {
  /** Without keys, as it is taken. */
  public static Raw of(String json) {
    return new Raw(json, "", "");
  }

  /**
   * A topic of such records.
   *
   * @param name the topic's
   * @param typeName what its writers call the type
   */
  public static Topic<Raw> topic(String name, String typeName) {
    return Topic.of(name, Raw.class).keyedBy(Raw::key).uniqueBy(Raw::unique).called(typeName);
  }
}
