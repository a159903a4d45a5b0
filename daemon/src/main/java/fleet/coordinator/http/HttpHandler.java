package fleet.coordinator.http;

import java.io.IOException;
import java.net.InetAddress;

/** What is behind a server. */
public interface HttpHandler {
  HttpAnswer handle(HttpRequest request) throws IOException;

  /** The answer to what never became a request. */
  HttpAnswer refuse(HttpRefusal refusal, InetAddress from);
}
