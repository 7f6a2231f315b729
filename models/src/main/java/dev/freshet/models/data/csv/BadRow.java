package dev.freshet.models.data.csv;

/**
 * A row that could not be read.
 *
 * @param file name of the file
 * @param line line in it, from 1
 * @param reason what is wrong with it
 */
public record BadRow(String file, long line, String reason) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + reason;
  }
}
