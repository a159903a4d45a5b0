package fleet.wire;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts one public key, whoever signed it and whatever name it is for. */
final class PinnedTrust implements X509TrustManager {
  private final Pin pin;

  private PinnedTrust(Pin pin) {
    this.pin = pin;
  }

  static SSLContext context(Pin pin) {
    try {
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(null, new TrustManager[] {new PinnedTrust(pin)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    Pin shown = Pin.of(chain[0]);
    if (!shown.equals(pin)) {
      throw new CertificateException("its certificate is " + shown + ", and not the pinned " + pin);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no client is expected");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
