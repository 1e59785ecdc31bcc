package theseus.kernel;

import theseus.kernel.spi.ChangeSet;
import theseus.protocol.Receipt;

/** One submission's effects as values, so that another execution of it can be compared. */
public record Executed(Receipt receipt, ChangeSet changes) {}
