/**
 * How results are shown: {@link dev.freshet.experiments.report.HtmlReport} is a page that needs no
 * network, {@link dev.freshet.experiments.report.LinePlot} a plot on it, {@link
 * dev.freshet.experiments.report.Table} a table there or on the console.
 */
@NullMarked
package dev.freshet.experiments.report;

import org.jspecify.annotations.NullMarked;
