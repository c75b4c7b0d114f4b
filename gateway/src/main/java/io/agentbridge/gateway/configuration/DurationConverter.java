package io.agentbridge.gateway.configuration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Milliseconds from a duration like {@code 500ms}, {@code 90s}, {@code 10m}, {@code 2h}, {@code 1d}. */
public final class DurationConverter implements ITypeConverter<Long> {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})(ms|s|m|h|d)");

    @Override
    public Long convert(String value) {
        Matcher matcher = DURATION.matcher(value.strip());
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "\"" + value + "\" is no duration; write it like 500ms, 90s, 10m, 2h or 1d");
        }
        long unit =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 86_400_000;
                };
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException e) {
            throw new TypeConversionException("\"" + value + "\" is too long");
        }
    }
}
