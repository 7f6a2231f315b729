package dev.freshet.loadtests.report;

/** A part of a page. */
public sealed interface Figure permits LinePlot, Table, Paragraph {

  /** This part as HTML. */
  String html();
}
