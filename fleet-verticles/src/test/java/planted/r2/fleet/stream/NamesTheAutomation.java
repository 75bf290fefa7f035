package planted.r2.fleet.stream;

import planted.r2.fleet.automation.NamesTheStream;

/** Planted: the other half. */
public record NamesTheAutomation(NamesTheStream back) {}
