package io.closedloop.core.journal;

/**
 * Something that has happened: a record in the past tense, in a sealed family that its publisher
 * owns.
 *
 * <p>Facts are kept as JSON for ever, so they may grow but not change: a component that an older
 * entry lacks is null, zero, false or absent when read (a compact constructor may turn that into a
 * default), and one that is no longer there is ignored.
 */
public interface Fact {}
