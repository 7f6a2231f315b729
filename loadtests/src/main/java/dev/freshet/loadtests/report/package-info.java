/**
 * How results are shown: {@link dev.freshet.loadtests.report.HtmlReport} is a page that needs no
 * network, {@link dev.freshet.loadtests.report.LinePlot} a plot on it, {@link
 * dev.freshet.loadtests.report.Table} a table there or on the console.
 */
@NullMarked
package dev.freshet.loadtests.report;

import org.jspecify.annotations.NullMarked;
