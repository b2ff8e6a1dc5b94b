package com.campaignmanager.hours;

import com.campaignmanager.hours.QuietHours.Quiet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a message may reach its recipient: outside the quiet hours, by the clocks of every zone in which the recipient may be
 * (contract 11.10). Safe for use by several threads at once.
 */
public final class OpenHours {
    /** Nothing is ever held back. */
    public static final OpenHours ALWAYS = new OpenHours(Optional.empty(), ZoneId.of("UTC"));

    /** A window ends so much before quiet hours begin, since what is claimed by then may begin a little later. */
    static final Duration TO_BEGIN = Duration.ofMinutes(1);

    /** Zones that are not open together within this time never are. */
    private static final Duration HORIZON = Duration.ofDays(3);

    private final Optional<QuietHours> quiet;
    private final ZoneId defaultZone;
    private final RecipientZones zones;
    private final Map<Set<ZoneId>, Found> found = new ConcurrentHashMap<>();

    /**
     * @param quiet empty: messages may be sent at any hour
     * @param defaultZone for recipients whose zone is not known, or whose possible zones are never open together
     */
    public OpenHours(Optional<QuietHours> quiet, ZoneId defaultZone) {
        this.quiet = quiet;
        this.defaultZone = defaultZone;
        this.zones = new RecipientZones(new PhoneTimeZones(), defaultZone);
    }

    /** The first window from an instant on, which is the answer for every later instant in it too. */
    private record Found(Instant from, OpenWindow window) {
        boolean answers(Instant instant) {
            return !instant.isBefore(from) && instant.isBefore(window.endsAt());
        }

        OpenWindow at(Instant instant) {
            return instant.isAfter(window.opensAt()) ? new OpenWindow(instant, window.endsAt()) : window;
        }
    }

    /** Whether there are quiet hours at all. */
    public boolean areLimited() {
        return quiet.isPresent();
    }

    /**
     * The first window in which this recipient may be written to, from an instant on; empty: at any hour.
     *
     * @param phone E.164
     * @param timeZone the recipient's own, by IANA's name; empty: the phone number decides
     */
    public Optional<OpenWindow> next(String phone, String timeZone, Instant from) {
        return quiet.map(hours -> next(hours, zones.of(phone, timeZone), from));
    }

    private OpenWindow next(QuietHours hours, Set<ZoneId> where, Instant from) {
        return found.compute(
                        where,
                        (_, known) -> known != null && known.answers(from)
                                ? known
                                : new Found(from, firstWindow(hours, where, from)))
                .at(from);
    }

    private OpenWindow firstWindow(QuietHours hours, Set<ZoneId> where, Instant from) {
        return firstTogether(hours, where, from)
                .or(() -> firstTogether(hours, Set.of(defaultZone), from))
                .orElseThrow(() -> new IllegalStateException("quiet hours that never end: " + hours));
    }

    private static Optional<OpenWindow> firstTogether(QuietHours hours, Set<ZoneId> where, Instant from) {
        Instant last = from.plus(HORIZON);
        Instant opens = from;
        while (opens.isBefore(last)) {
            Optional<Instant> quietUntil = quietUntil(hours, where, opens);
            if (quietUntil.isEmpty()) {
                Instant closes = nextQuiet(hours, where, opens);
                if (closes.minus(TO_BEGIN).isAfter(opens)) {
                    return Optional.of(new OpenWindow(opens, closes.minus(TO_BEGIN)));
                }
                opens = closes;
            } else {
                opens = quietUntil.get();
            }
        }
        return Optional.empty();
    }

    /** The latest end of the quiet hours that cover this instant; empty: it is open everywhere. */
    private static Optional<Instant> quietUntil(QuietHours hours, Set<ZoneId> where, Instant instant) {
        return where.stream()
                .flatMap(zone -> hours.around(instant, zone))
                .filter(quiet -> quiet.covers(instant))
                .map(Quiet::ends)
                .max(Instant::compareTo);
    }

    private static Instant nextQuiet(QuietHours hours, Set<ZoneId> where, Instant after) {
        return where.stream()
                .flatMap(zone -> hours.around(after, zone))
                .map(Quiet::begins)
                .filter(begins -> begins.isAfter(after))
                .min(Instant::compareTo)
                .orElseThrow(() -> new IllegalStateException("no quiet hours follow: " + hours));
    }
}
