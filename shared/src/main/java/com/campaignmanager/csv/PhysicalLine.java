package com.campaignmanager.csv;

/**
 * A line of a file, whatever records it belongs to.
 *
 * @param number from 1
 * @param text without its end
 * @param end {@code "\n"}, {@code "\r\n"}, {@code "\r"}, or empty at the end of the file
 * @param next where the line after it begins, in bytes from the file's start
 * @param guessed whether it was not UTF-8, and was read as Windows-1252
 * @param cut whether it was too long, and the text is only its beginning
 */
public record PhysicalLine(long number, String text, String end, long next, boolean guessed, boolean cut) {}
