/**
 * Takes over from another system and hands over to one: {@link
 * dev.freshet.loadtests.transfer.ImportCommand} writes files of videos and of users' past into the
 * topics, {@link dev.freshet.loadtests.transfer.ExportCommand} writes topics to files that it can
 * read.
 */
@NullMarked
package dev.freshet.loadtests.transfer;

import org.jspecify.annotations.NullMarked;
