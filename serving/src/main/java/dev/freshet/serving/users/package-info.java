/** What is known of each user; start at {@link dev.freshet.serving.users.UserStateStore}. */
@NullMarked
package dev.freshet.serving.users;

import org.jspecify.annotations.NullMarked;
