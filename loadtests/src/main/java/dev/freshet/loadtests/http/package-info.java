/** The HTTP API as a client app sees it. Start at {@link dev.freshet.loadtests.http.FeedClient}. */
@NullMarked
package dev.freshet.loadtests.http;

import org.jspecify.annotations.NullMarked;
