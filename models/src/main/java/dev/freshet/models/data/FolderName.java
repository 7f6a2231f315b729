package dev.freshet.models.data;

import java.nio.file.Path;

/** What a dataset is called: its folder's name, or that of the folder above {@code data}. */
final class FolderName {

  private FolderName() {}

  static String of(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    Path parent = absolute.getParent();
    if (name != null && name.toString().equals("data") && parent != null) {
      name = parent.getFileName();
    }
    return name == null ? "log" : name.toString();
  }
}
