/**
 * What tests of several modules need: a Kafka inside the JVM ({@link
 * dev.freshet.testkit.EmbeddedKafka}), builders of events ({@link dev.freshet.testkit.TestEvents})
 * and a small log with planted tastes ({@link dev.freshet.testkit.TinyLog}).
 */
@NullMarked
package dev.freshet.testkit;

import org.jspecify.annotations.NullMarked;
