/**
 * The HTTP/1.1 connections of a node, below Micronaut: {@link
 * dev.freshet.serving.connections.RequestGuard} refuses what is framed ambiguously, too large or
 * too slow, {@link dev.freshet.serving.connections.OpenConnections} bounds how many there are.
 */
@NullMarked
package dev.freshet.serving.connections;

import org.jspecify.annotations.NullMarked;
