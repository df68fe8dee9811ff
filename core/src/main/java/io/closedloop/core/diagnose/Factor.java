package io.closedloop.core.diagnose;

/**
 * One of the numbers that a match is weighed by.
 *
 * @param name what is weighed, one word
 * @param value from 0 to 1; what a match says is the product of all its factors
 * @param why what this value stands for
 */
public record Factor(String name, double value, String why) {}
