package fleet.cli.sim;

import fleet.sim.Scenario.Outage;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An outage as {@code 2d19h+2h}: from when on, and how long. */
public final class OutageForm implements ITypeConverter<Outage> {
  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,4})d)?(?:(\\d{1,4})h)?(?:(\\d{1,4})m)?");

  @Override
  public Outage convert(String text) {
    String[] parts = text.split("\\+", -1);
    if (parts.length != 2) {
      throw wrong(text);
    }
    Outage outage = new Outage(time(parts[0], text), time(parts[1], text));
    if (!outage.length().isPositive()) {
      throw wrong(text);
    }
    return outage;
  }

  private static Duration time(String part, String text) {
    Matcher matcher = TIME.matcher(part);
    if (part.isEmpty() || !matcher.matches()) {
      throw wrong(text);
    }
    return Duration.ofDays(number(matcher, 1))
        .plusHours(number(matcher, 2))
        .plusMinutes(number(matcher, 3));
  }

  private static long number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }

  private static TypeConversionException wrong(String text) {
    return new TypeConversionException(
        "'%s' is no outage: give when it begins and how long it is, as 2d19h+2h or 90m+10m"
            .formatted(text));
  }
}
