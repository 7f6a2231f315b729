/**
 * What dashboards and alerts ask Prometheus for, so that each process can be asked whether it has
 * it. Start at {@link dev.freshet.testkit.monitoring.Monitoring}.
 */
@NullMarked
package dev.freshet.testkit.monitoring;

import org.jspecify.annotations.NullMarked;
