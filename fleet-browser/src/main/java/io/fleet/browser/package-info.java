/**
 * The add-on for browsers: a pool of Chromium processes whose pages are leased to executions and
 * always given back. It sees the public rooms of the core only (automation, stream, config, slot,
 * process, metrics); the core knows no browser. Nothing lives here yet but the room itself.
 */
@NullMarked
package io.fleet.browser;

import org.jspecify.annotations.NullMarked;
