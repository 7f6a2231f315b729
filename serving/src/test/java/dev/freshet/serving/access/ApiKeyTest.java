package dev.freshet.serving.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void knowsItsHolderByTheRecordAlone() {
    ApiKey.Made mobile = ApiKey.make("mobile", Set.of(Role.INGEST, Role.READ), RANDOM);
    ApiKey.Made ops = ApiKey.make("ops", Set.of(Role.ADMIN), RANDOM);
    ApiKeys keys = keys(mobile.key().record() + ", " + ops.key().record());

    assertThat(keys.authenticate(mobile.secret()))
        .hasValueSatisfying(
            key -> {
              assertThat(key.id()).isEqualTo("mobile");
              assertThat(key.roles()).containsExactlyInAnyOrder(Role.INGEST, Role.READ);
            });
    assertThat(keys.authenticate(ops.secret()))
        .hasValueSatisfying(key -> assertThat(key.roles()).containsExactly(Role.values()));
  }

  @Test
  void knowsNobodyElse() {
    ApiKey.Made mobile = ApiKey.make("mobile", Set.of(Role.READ), RANDOM);
    ApiKey.Made web = ApiKey.make("web", Set.of(Role.ADMIN), RANDOM);
    ApiKeys keys = keys(mobile.key().record());

    assertThat(keys.authenticate(web.secret())).isEmpty();
    assertThat(keys.authenticate(web.secret().replace("web", "mobile"))).isEmpty();
    assertThat(keys.authenticate(mobile.secret() + "x")).isEmpty();
    assertThat(keys.authenticate(mobile.secret().substring(1))).isEmpty();
    assertThat(keys.authenticate("")).isEmpty();
    assertThat(keys.authenticate("freshet_none.")).isEmpty();
    assertThat(keys.authenticate("freshet_mobile")).isEmpty();
  }

  @Test
  void keepsNoSecretInTheRecordAndNeverHashesTwoAlike() {
    ApiKey.Made one = ApiKey.make("a", Set.of(Role.READ), RANDOM);
    ApiKey.Made two = ApiKey.make("a", Set.of(Role.READ), RANDOM);
    String secret = one.secret().substring(one.secret().indexOf('.') + 1);

    assertThat(secret).hasSize(43); // 32 bytes in base64
    assertThat(one.key().record()).doesNotContain(secret);
    assertThat(one.key().record()).isNotEqualTo(two.key().record());
    assertThat(PresentedKey.of(one.secret()).orElseThrow()).hasToString("PresentedKey[id=a]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:read:salt| must be written id:role:salt:hash",
        "a b:read:AA:AA| 1 to 64 letters",
        "a:write:AA:AA| ingest, read or admin, not write",
        "a:read:A*:AA| must be base64",
        "a:read:AA:AA| must have 16 and 32 bytes"
      })
  void refusesARecordThatIsNone(String record, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys(record))
        .withMessageContaining(message);
  }

  @Test
  void refusesTwoKeysOfOneId() {
    String record = ApiKey.make("a", Set.of(Role.READ), RANDOM).key().record();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> keys(record + "," + record))
        .withMessageContaining("two keys have the id a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "ingest+read", "admin"})
  void printsAKeyThatWorksWithTheLineBesideIt(String roles) {
    String[] lines = NewKey.text("new", roles).lines().map(String::strip).toArray(String[]::new);
    String secret = only(lines, "freshet_");
    String record = only(lines, "new:");

    assertThat(keys(record).authenticate(secret).map(ApiKey::record)).contains(record);
    assertThat(record).startsWith("new:" + roles + ":");
  }

  private static String only(String[] lines, String prefix) {
    for (String line : lines) {
      if (line.startsWith(prefix) && !line.contains(" ")) {
        return line;
      }
    }
    throw new AssertionError("no line starts with " + prefix);
  }

  private static ApiKeys keys(String records) {
    return new ApiKeys(new AccessConfig(records, false));
  }
}
