/**
 * What crosses Redis and the bus, as records with a version and their codecs: beats, reports,
 * specs, replies. Pure: text in, values out. Who sends what when is the business of {@code store},
 * {@code master} and {@code worker}.
 */
@NullMarked
package io.fleet.protocol;

import org.jspecify.annotations.NullMarked;
