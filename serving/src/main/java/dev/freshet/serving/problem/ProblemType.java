package dev.freshet.serving.problem;

import io.micronaut.http.HttpStatus;

/** What can go wrong with a request. Each has a section in {@code docs/reference/problems.md}. */
public enum ProblemType {
  /** The body is no JSON, or not of the kind that the route takes. */
  MALFORMED_BODY("malformed-body", HttpStatus.BAD_REQUEST, "The body cannot be read"),
  /** A field, parameter or path part breaks a rule. */
  INVALID_REQUEST("invalid-request", HttpStatus.BAD_REQUEST, "The request is not valid"),
  /** Two readers may understand the request in two ways, so that it is no request. */
  MALFORMED_REQUEST("malformed-request", HttpStatus.BAD_REQUEST, "The request is not HTTP/1.1"),
  /** The request has no key, or one that the node does not know. */
  UNAUTHENTICATED("unauthenticated", HttpStatus.UNAUTHORIZED, "A key is needed"),
  /** The key has not the role that the route wants. */
  FORBIDDEN("forbidden", HttpStatus.FORBIDDEN, "The key does not allow this"),
  /** A page of another site asks. */
  FOREIGN_ORIGIN("foreign-origin", HttpStatus.FORBIDDEN, "The page's origin is not allowed"),
  /** The user has never sent an event. */
  UNKNOWN_USER("unknown-user", HttpStatus.NOT_FOUND, "No such user"),
  /** The catalogue does not have the video. */
  UNKNOWN_VIDEO("unknown-video", HttpStatus.NOT_FOUND, "No such video"),
  /** This node serves no model of that name. */
  UNKNOWN_MODEL("unknown-model", HttpStatus.NOT_FOUND, "No such model"),
  /** The node does not keep the release, or never had it. */
  UNKNOWN_RELEASE("unknown-release", HttpStatus.NOT_FOUND, "No such release"),
  /** There is no such route. */
  NOT_FOUND("not-found", HttpStatus.NOT_FOUND, "Nothing is here"),
  /** The route does not answer to this method. */
  METHOD_NOT_ALLOWED(
      "method-not-allowed", HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
  /** The route cannot answer in the asked media type. */
  NOT_ACCEPTABLE(
      "not-acceptable", HttpStatus.NOT_ACCEPTABLE, "The answer is not to be had in this form"),
  /** The request did not arrive as a whole in time. */
  REQUEST_TIMEOUT("request-timeout", HttpStatus.REQUEST_TIMEOUT, "The request is too slow"),
  /** The body is larger than the server takes. */
  BODY_TOO_LARGE(
      "body-too-large", HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The body is over the limit"),
  /** The request line is longer than the server takes. */
  URI_TOO_LONG("uri-too-long", HttpStatus.REQUEST_URI_TOO_LONG, "The path is over the limit"),
  /** The body's media type is not the one that the route takes. */
  UNSUPPORTED_MEDIA_TYPE(
      "unsupported-media-type",
      HttpStatus.UNSUPPORTED_MEDIA_TYPE,
      "The body's media type is not supported"),
  /** The request names a host that the node does not answer for. */
  UNKNOWN_HOST("unknown-host", HttpStatus.MISDIRECTED_REQUEST, "The node is not this host"),
  /** The headers are larger than the server takes. */
  HEADERS_TOO_LARGE(
      "headers-too-large",
      HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
      "The headers are over the limit"),
  /** The caller asks more often than the node answers one caller. */
  TOO_MANY_REQUESTS("too-many-requests", HttpStatus.TOO_MANY_REQUESTS, "The caller asks too often"),
  /** Too many keys that the node does not know came from the caller's address. */
  TOO_MANY_WRONG_KEYS(
      "too-many-wrong-keys", HttpStatus.TOO_MANY_REQUESTS, "Too many wrong keys were tried"),
  /** So much is under way that the node takes nothing more in. */
  NODE_BUSY("node-busy", HttpStatus.TOO_MANY_REQUESTS, "The node is busy"),
  /** Kafka did not acknowledge in time; nothing or only a part was taken in. */
  KAFKA_UNAVAILABLE(
      "kafka-unavailable", HttpStatus.SERVICE_UNAVAILABLE, "Events cannot be stored right now"),
  /** A fault of ours. */
  INTERNAL_ERROR("internal-error", HttpStatus.INTERNAL_SERVER_ERROR, "Something broke");

  private final String slug;
  private final HttpStatus status;
  private final String title;

  ProblemType(String slug, HttpStatus status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  /** Name in the URN, such as {@code unknown-user}. */
  public String slug() {
    return slug;
  }

  /** HTTP status it is answered with. */
  public HttpStatus status() {
    return status;
  }

  /** One line for a person. */
  public String title() {
    return title;
  }

  /** The type that an error raised by the framework with this status belongs to. */
  static ProblemType of(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 408 -> REQUEST_TIMEOUT;
      case 413 -> BODY_TOO_LARGE;
      case 414 -> URI_TOO_LONG;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_REQUESTS;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> KAFKA_UNAVAILABLE;
      default -> status < 500 ? INVALID_REQUEST : INTERNAL_ERROR;
    };
  }
}
