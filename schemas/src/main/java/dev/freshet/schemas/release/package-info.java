/**
 * Releases with files of any size: {@link dev.freshet.schemas.release.ReleasePublication} splits
 * what is too large for one record, {@link dev.freshet.schemas.release.ArtifactReader} puts it
 * together again, {@link dev.freshet.schemas.release.CompleteRelease} is what a model is loaded
 * from.
 */
@NullMarked
package dev.freshet.schemas.release;

import org.jspecify.annotations.NullMarked;
