package com.campaignmanager.api;

import com.campaignmanager.campaign.DeleteCustomer;
import com.campaignmanager.customer.Customer;
import com.campaignmanager.customer.CustomerChanges;
import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.CustomerFilter;
import com.campaignmanager.customer.CustomerList;
import com.campaignmanager.customer.CustomerValues;
import com.campaignmanager.customer.Customers;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.problem.InvalidValue;
import com.campaignmanager.wire.FieldPatch;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/** {@code /customers}. */
final class CustomerController implements Controller {
    private static final String LIST = "/customers";
    private static final String VALUES = LIST + "/values";
    private static final String FIELD = "field";
    private static final String PREFIX = "prefix";
    /** Not the paths of {@link ImportController}, and not {@link #VALUES}. */
    private static final String ONE = LIST + "/{id:(?!(?:imports?|values)$).*}";

    private final Customers customers;
    private final CustomerList list;
    private final CustomerValues values;
    private final DeleteCustomer delete;
    private final JsonType<String> phone;

    CustomerController(
            Customers customers, CustomerList list, CustomerValues values, DeleteCustomer delete, PhoneNumbers phones) {
        this.customers = customers;
        this.list = list;
        this.values = values;
        this.delete = delete;
        this.phone = JsonTypes.text(written -> phones.e164(written).isPresent()
                ? Optional.empty()
                : Optional.of(new InvalidValue("bad_phone", "is not " + phones.accepted())));
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(LIST, this::list)
                        .paged()
                        .withParameters(
                                CustomerField.LOCATION.wireName(),
                                CustomerField.PREFERRED_PRODUCT.wireName(),
                                CustomerField.PHONE.wireName()),
                Route.get(VALUES, this::values).withParameters(FIELD, PREFIX),
                Route.post(LIST, this::create),
                Route.get(ONE, this::get),
                Route.patch(ONE, this::patch),
                Route.delete(ONE, this::delete));
    }

    private ResponseEntity<Lists.PageView<Customer>> list(ApiRequest request) {
        Query query = request.query();
        CustomerFilter filter = new CustomerFilter(
                query.filter(CustomerField.LOCATION.wireName()),
                query.filter(CustomerField.PREFERRED_PRODUCT.wireName()),
                query.filter(CustomerField.PHONE.wireName()));
        PageRequest page = query.page();
        query.end();
        return Lists.answer(list.read(filter, page), LIST, query);
    }

    record ValuesView(List<CustomerValues.Value> data) {}

    private ResponseEntity<ValuesView> values(ApiRequest request) {
        Query query = request.query();
        Optional<CustomerValues.Field> field =
                query.required(FIELD, CustomerValues.Field::of, "location or preferred_product");
        String prefix = query.filter(PREFIX).orElse("");
        query.end();
        return ResponseEntity.ok(new ValuesView(values.read(field.orElseThrow(), prefix)));
    }

    private ResponseEntity<Customer> create(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        JsonBody json = request.body().json();
        CustomerChanges fields = changes(json, json.required(CustomerField.PHONE.wireName(), phone));
        Customer created = customers.create(fields);
        return ResponseEntity.created(URI.create(LIST + "/" + created.id())).body(created);
    }

    private ResponseEntity<Customer> get(ApiRequest request) {
        return ResponseEntity.ok(customers.get(request.id()));
    }

    private ResponseEntity<Customer> patch(ApiRequest request) throws HttpMediaTypeNotSupportedException {
        long customer = request.id();
        JsonBody json = request.body().mergePatch();
        CustomerChanges changes = changes(json, json.given(CustomerField.PHONE.wireName(), phone));
        return ResponseEntity.ok(customers.patch(customer, changes));
    }

    private ResponseEntity<Void> delete(ApiRequest request) {
        delete.delete(request.id());
        return ResponseEntity.noContent().build();
    }

    private static CustomerChanges changes(JsonBody json, Optional<String> phone) {
        CustomerChanges changes = new CustomerChanges(
                phone,
                text(json, CustomerField.FIRST_NAME),
                text(json, CustomerField.LAST_NAME),
                text(json, CustomerField.LOCATION),
                text(json, CustomerField.PREFERRED_PRODUCT),
                text(json, CustomerField.LANGUAGE),
                text(json, CustomerField.TIME_ZONE));
        json.end();
        return changes;
    }

    /** Null clears, which is an empty string. */
    private static Optional<String> text(JsonBody json, CustomerField field) {
        JsonType<String> type = JsonTypes.text(value -> field.refusalOf(value).map(InvalidValue::of));
        return switch (json.change(field.wireName(), type)) {
            case FieldPatch.Kept<String> _ -> Optional.empty();
            case FieldPatch.Cleared<String> _ -> Optional.of("");
            case FieldPatch.Replaced<String>(String value) -> Optional.of(value);
        };
    }
}
