/** Tests. */
@NullMarked
package dev.freshet.serving.users;

import org.jspecify.annotations.NullMarked;
