package dev.berth.model;

/** The transport protocol of a port. */
public enum Protocol {
  /** Transmission Control Protocol, the default. */
  TCP,
  /** User Datagram Protocol. */
  UDP
}
