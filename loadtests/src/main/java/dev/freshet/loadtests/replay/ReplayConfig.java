package dev.freshet.loadtests.replay;

import java.time.Duration;

/**
 * How a log is replayed.
 *
 * @param bootstrap Kafka's address
 * @param partitions of each topic, where topics have to be created
 * @param speed event time per wall-clock time; infinite for as fast as possible
 * @param patience how long nothing may move before the replay gives up
 * @param reference the model that the others are compared with
 */
record ReplayConfig(
    String bootstrap, int partitions, double speed, Duration patience, String reference) {}
