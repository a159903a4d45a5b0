package fleet.shell;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own EC keys under the name ECDSA. sshj asks for that name, which only BouncyCastle has;
 * to load BouncyCastle for it would cost more than a login does.
 */
final class EcdsaName extends Provider {
  private static final long serialVersionUID = 1L;

  EcdsaName() {
    super("FleetEcdsa", "1", "EC under the name ECDSA");
    putService(new Factory(this));
  }

  private static final class Factory extends Service {
    Factory(Provider provider) {
      super(provider, "KeyFactory", "ECDSA", Ec.class.getName(), null, null);
    }

    @Override
    public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
      return new Ec(KeyFactory.getInstance("EC"));
    }
  }

  private static final class Ec extends KeyFactorySpi {
    private final KeyFactory ec;

    Ec(KeyFactory ec) {
      this.ec = ec;
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return ec.generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return ec.generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec)
        throws InvalidKeySpecException {
      return ec.getKeySpec(key, spec);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return ec.translateKey(key);
    }
  }
}
