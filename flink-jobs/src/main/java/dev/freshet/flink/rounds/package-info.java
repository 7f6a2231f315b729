/**
 * Training rounds: heavy training from a slice of topics, on a thread of its own, while records and
 * checkpoints go on. A round implements {@link dev.freshet.flink.rounds.Round}; start reading
 * there. The operator is {@link dev.freshet.flink.rounds.RoundOperator}.
 */
@NullMarked
package dev.freshet.flink.rounds;

import org.jspecify.annotations.NullMarked;
