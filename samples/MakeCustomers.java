import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes a CSV file of customers, 10,000 lines, some of them as dirty as in real life, to standard output; the same each
 * time. Made with {@code java samples/MakeCustomers.java > samples/customers.csv}. The people are invented.
 */
final class MakeCustomers {
    private static final int LINES = 10_000;

    private static final List<String> FIRST_NAMES = List.of(
            "Achieng", "Akinyi", "Alice", "Amina", "Atieno", "Baraka", "Beatrice", "Brian", "Chebet", "Cynthia", "Daniel",
            "Esther", "Faith", "Fatuma", "Grace", "Hassan", "Ibrahim", "Jane", "Joseph", "Juma", "Kamau", "Kevin", "Kiprop",
            "Lucy", "Mercy", "Moses", "Mumbi", "Mwende", "Nafula", "Njeri", "Nyambura", "Ochieng", "Omar", "Otieno", "Peter",
            "Purity", "Rehema", "Samuel", "Sharon", "Stephen", "Wambui", "Wanjiku", "Zainab", "Zawadi");
    private static final List<String> LAST_NAMES = List.of(
            "Abdi", "Barasa", "Chepkoech", "Cheruiyot", "Gathoni", "Gitau", "Kariuki", "Kibet", "Kimani", "Kiplagat",
            "Koech", "Macharia", "Maina", "Mohamed", "Muthoni", "Mutua", "Mwangi", "Ndungu", "Njoroge", "Nyong'o", "Odhiambo",
            "Okoth", "Omondi", "Onyango", "Ouma", "Rotich", "Wafula", "Wairimu", "Wanyama", "Were");
    private static final List<String> PLACES =
            List.of("Nairobi", "Mombasa", "Kisumu", "Nakuru", "Eldoret", "Thika", "Malindi", "Nyeri", "Garissa", "Lamu");
    private static final List<String> PRODUCTS =
            List.of("Shoes", "Laptop", "Phone", "Solar lamp", "Bicycle", "Radio", "Kettle", "Backpack");

    private final Random random = new Random(254);
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<String> phones = new ArrayList<>();
    private int lines;

    public static void main(String[] arguments) throws IOException {
        MakeCustomers customers = new MakeCustomers();
        customers.write();
        customers.file.writeTo(System.out);
        System.out.flush();
    }

    private void write() {
        line("phone,first_name,last_name,location,preferred_product");
        for (int record = 1; lines < LINES - 1; record++) {
            switch (record % 500) {
                case 20 -> line("");
                case 60 -> line("07123" + ",no,country,code,Shoes");
                case 100 -> line("+25471234567O,letter,instead of zero,Nairobi,Shoes");
                case 140 -> line("," + rest());
                case 180 -> line(phone() + "," + name(FIRST_NAMES));
                case 220 -> line(phone() + "," + rest() + ",one too many");
                case 260 -> line(phone() + ",José,Peña,Nairobi,Café", StandardCharsets.ISO_8859_1);
                case 300 -> line(phone() + "," + "very ".repeat(50) + "long,name,Nairobi,Shoes");
                case 340 -> line(phone() + ",\"Mama \"\"Duka\"\"\",\"Otieno, Jr.\",\"Kilimani,\nNairobi\",Shoes");
                case 380 -> line(phone() + ",José \uD83C\uDF89,Wanjikũ,Nairobi,Café set");
                case 420 -> line(spaced(phone()) + "," + rest());
                case 440, 460, 480 -> line(phones.get(random.nextInt(phones.size())) + "," + rest());
                default -> line(phone() + "," + rest());
            }
        }
        line(phone() + "," + rest());
    }

    private void line(String text) {
        line(text, StandardCharsets.UTF_8);
    }

    private void line(String text, Charset charset) {
        file.writeBytes((text + "\n").getBytes(charset));
        lines += 1 + (int) text.chars().filter(c -> c == '\n').count();
    }

    /** A phone number that no line before has. */
    private String phone() {
        String phone = "+2547" + (10_000_000 + phones.size() * 613 + random.nextInt(613));
        phones.add(phone);
        return phone;
    }

    private static String spaced(String phone) {
        return phone.substring(0, 4) + " " + phone.substring(4, 7) + " " + phone.substring(7, 10) + "-" + phone.substring(10);
    }

    /** The other four fields; each is missing now and then. */
    private String rest() {
        return name(FIRST_NAMES) + "," + name(LAST_NAMES) + "," + name(PLACES) + "," + name(PRODUCTS);
    }

    private String name(List<String> names) {
        return random.nextInt(40) == 0 ? "" : names.get(random.nextInt(names.size()));
    }
}
