/**
 * Logs that others published, as the events and videos they were made of: {@link
 * dev.freshet.models.data.LogDataset#open} recognises the layout of a folder. {@link
 * dev.freshet.models.data.KuaiRand} reads its own files; the other layouts say what a row means and
 * share a reader.
 */
@NullMarked
package dev.freshet.models.data;

import org.jspecify.annotations.NullMarked;
