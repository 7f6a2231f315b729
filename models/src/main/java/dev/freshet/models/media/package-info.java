/**
 * Pictures and sounds as vectors, by encoders that the user gives as ONNX files: {@link
 * dev.freshet.models.media.PictureEncoder} and {@link dev.freshet.models.media.SoundEncoder}.
 */
@NullMarked
package dev.freshet.models.media;

import org.jspecify.annotations.NullMarked;
