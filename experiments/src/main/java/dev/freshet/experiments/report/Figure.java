package dev.freshet.experiments.report;

/** A part of a page. */
public sealed interface Figure permits Heading, LinePlot, Table, Paragraph {

  /** This part as HTML. */
  String html();

  /** This part as Markdown, ended by a line end; of a plot only its title. */
  String markdown();
}
