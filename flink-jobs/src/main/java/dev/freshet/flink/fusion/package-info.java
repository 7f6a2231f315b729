/**
 * Fuses what is seen, heard and read of each video into the fused half of its row, and the whole
 * catalogue anew when a fusion is released. Start at {@link dev.freshet.flink.fusion.FusionJob}.
 */
@NullMarked
package dev.freshet.flink.fusion;

import org.jspecify.annotations.NullMarked;
