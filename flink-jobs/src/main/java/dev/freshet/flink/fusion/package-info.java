/**
 * Fuses what is seen, heard and read of each video into the fused vector of its row, and the whole
 * catalogue again when a fusion is released. Start at {@link dev.freshet.flink.fusion.FusionJob}.
 */
@NullMarked
package dev.freshet.flink.fusion;

import org.jspecify.annotations.NullMarked;
