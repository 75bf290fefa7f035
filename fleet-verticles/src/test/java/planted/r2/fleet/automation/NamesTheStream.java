package planted.r2.fleet.automation;

import planted.r2.fleet.stream.NamesTheAutomation;

/** Planted: half of a cycle. */
public record NamesTheStream(NamesTheAutomation back) {}
