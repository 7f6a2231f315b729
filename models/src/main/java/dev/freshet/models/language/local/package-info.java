/**
 * Text models that run in this process: {@link dev.freshet.models.language.local.LocalModels} opens
 * a folder.
 */
@NullMarked
package dev.freshet.models.language.local;

import org.jspecify.annotations.NullMarked;
