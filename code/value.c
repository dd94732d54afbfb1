/* value.c: tangled from chapters 2, 3, 4, 5, of Gradus. */
/* value.c - numbers that remember what they were made from. */
#include "value.h"

#include <string.h>
#include <math.h>

Graph *value_graph(void) { return graph_new(sizeof(Value)); }

static Value *make(Graph *graph, const ValueOp *op, double data, Value *a,
                   Value *b)
{
    Value *value = graph_node(graph, (Node *)a, (Node *)b);
    if (value != NULL) {
        value->data = data;
        value->grad = 0.0;
        value->op = op;
    }
    return value;
}

Value *value_new(Graph *graph, double data)
{
    return make(graph, NULL, data, NULL, NULL);
}

/* A number on the graph that a is on; NULL when a is. */
static Value *number_beside(const Value *a, double number)
{
    return a == NULL ? NULL : value_new(a->node.graph, number);
}

Value *value_record(const ValueOp *op, double data, Value *a, Value *b)
{
    return a == NULL ? NULL : make(a->node.graph, op, data, a, b);
}

Value *value_input(const Value *value, int which)
{
    return value == NULL ? NULL : (Value *)value->node.prev[which];
}

static void add_backward(Value *out)
{
    value_input(out, 0)->grad += out->grad;
    value_input(out, 1)->grad += out->grad;
}

static const ValueOp add = {
    .name = "+",
    /* the backward of a sum */
    .backward = add_backward,
};

Value *value_add(Value *a, Value *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    return value_record(&add, a->data + b->data, a, b);
}

static void mul_backward(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    a->grad += b->data * out->grad;
    b->grad += a->data * out->grad;
}

static const ValueOp mul = {
    .name = "*",
    /* the backward of a product */
    .backward = mul_backward,
};

Value *value_mul(Value *a, Value *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    return value_record(&mul, a->data * b->data, a, b);
}

static void sub_backward(Value *out)
{
    value_input(out, 0)->grad += out->grad;
    value_input(out, 1)->grad -= out->grad;
}

static const ValueOp sub = {"-", sub_backward};

Value *value_sub(Value *a, Value *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    return value_record(&sub, a->data - b->data, a, b);
}

static void neg_backward(Value *out)
{
    value_input(out, 0)->grad -= out->grad;
}

static const ValueOp neg = {"neg", neg_backward};

Value *value_neg(Value *a)
{
    return a == NULL ? NULL : value_record(&neg, -a->data, a, NULL);
}

static void div_backward(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    a->grad += out->grad / b->data;
    b->grad -= out->grad * out->data / b->data;
}

static const ValueOp divide = {"/", div_backward};

Value *value_div(Value *a, Value *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    return value_record(&divide, a->data / b->data, a, b);
}

static double slope_of_base(double a, double b)
{
    return b == 0.0 ? 0.0 : b * pow(a, b - 1.0);
}

static double slope_of_exponent(double a, double b, double power)
{
    return a == 0.0 && b >= 0.0 ? 0.0 : power * log(a);
}

static void pow_backward(Value *out)
{
    Value *a = value_input(out, 0), *b = value_input(out, 1);
    a->grad += slope_of_base(a->data, b->data) * out->grad;
    b->grad += slope_of_exponent(a->data, b->data, out->data) * out->grad;
}

static const ValueOp power = {"^", pow_backward};

Value *value_pow(Value *a, Value *b)
{
    if (a == NULL || b == NULL)
        return NULL;
    return value_record(&power, pow(a->data, b->data), a, b);
}

static void pow_const_backward(Value *out)
{
    Value *a = value_input(out, 0), *c = value_input(out, 1);
    a->grad += slope_of_base(a->data, c->data) * out->grad;
}

static const ValueOp pow_const = {"^", pow_const_backward};

Value *value_pow_const(Value *a, double c)
{
    Value *exponent = number_beside(a, c);
    if (exponent == NULL)
        return NULL;
    return value_record(&pow_const, pow(a->data, c), a, exponent);
}

static void exp_backward(Value *out)
{
    value_input(out, 0)->grad += out->data * out->grad;
}

static const ValueOp exponential = {"exp", exp_backward};

Value *value_exp(Value *a)
{
    return a == NULL ? NULL
                     : value_record(&exponential, exp(a->data), a, NULL);
}

static void log_backward(Value *out)
{
    Value *a = value_input(out, 0);
    a->grad += a->data < 0.0 ? NAN : out->grad / fabs(a->data);
}

static const ValueOp logarithm = {"log", log_backward};

Value *value_log(Value *a)
{
    return a == NULL ? NULL
                     : value_record(&logarithm, log(a->data), a, NULL);
}

static void tanh_backward(Value *out)
{
    double t = out->data;
    value_input(out, 0)->grad += (1.0 - t) * (1.0 + t) * out->grad;
}

static const ValueOp hyperbolic = {"tanh", tanh_backward};

Value *value_tanh(Value *a)
{
    return a == NULL ? NULL
                     : value_record(&hyperbolic, tanh(a->data), a, NULL);
}

static void sigmoid_backward(Value *out)
{
    double s = out->data;
    value_input(out, 0)->grad += s * (1.0 - s) * out->grad;
}

static const ValueOp sigmoid = {"sigmoid", sigmoid_backward};

Value *value_sigmoid(Value *a)
{
    if (a == NULL)
        return NULL;
    double e = exp(-fabs(a->data)); /* at most 1: it cannot overflow */
    double s = a->data < 0.0 ? e / (1.0 + e) : 1.0 / (1.0 + e);
    return value_record(&sigmoid, s, a, NULL);
}

static void relu_backward(Value *out)
{
    Value *a = value_input(out, 0);
    if (!(a->data <= 0.0)) /* above 0, or NaN */
        a->grad += out->grad;
}

static const ValueOp relu = {"relu", relu_backward};

Value *value_relu(Value *a)
{
    if (a == NULL)
        return NULL;
    return value_record(&relu, a->data < 0.0 ? 0.0 : a->data, a, NULL);
}

Value *value_add_const(Value *a, double c)
{
    return value_add(a, number_beside(a, c));
}

Value *value_mul_const(Value *a, double c)
{
    return value_mul(a, number_beside(a, c));
}

Value *value_sub_const(Value *a, double c)
{
    return value_sub(a, number_beside(a, c));
}

Value *value_const_sub(double c, Value *a)
{
    return value_sub(number_beside(a, c), a);
}

Value *value_div_const(Value *a, double c)
{
    return value_div(a, number_beside(a, c));
}

Value *value_const_div(double c, Value *a)
{
    return value_div(number_beside(a, c), a);
}

Value *value_const_pow(double c, Value *a)
{
    return value_pow(number_beside(a, c), a);
}

void value_pass_back(Value *out)
{
    if (out->op != NULL)
        out->op->backward(out);
}

bool value_backward(Value *root)
{
    if (root == NULL)
        return false;
    Node *order = graph_sort(&root->node);
    /* clear the grads between the leaves and the root */
    for (Node *node = order; node != NULL; node = node->next)
        if (((Value *)node)->op != NULL)
            ((Value *)node)->grad = 0.0;
    root->grad += 1.0;
    for (Node *node = order; node != NULL; node = node->next)
        value_pass_back((Value *)node);
    return true;
}

void value_zero_grad(Value *root)
{
    Node *node = root == NULL ? NULL : graph_sort(&root->node);
    for (; node != NULL; node = node->next)
        ((Value *)node)->grad = 0.0;
}

typedef struct {
    FILE *out;
    const ValueName *names;
    size_t n;
} Drawing;

static void write_number(FILE *out, const char *what, double number)
{
    if (number != number) /* NaN alone differs from itself */
        fprintf(out, "%snan", what);
    else
        fprintf(out, "%s%g", what, number + 0.0); /* -0 becomes 0 */
}

/* Writes the text, and a backslash before each special character. */
static void write_text(FILE *out, const char *text, const char *special)
{
    for (; *text != '\0'; text++)
        fprintf(out, strchr(special, *text) ? "\\%c" : "%c", *text);
}

static void write_name(const Drawing *drawing, const Value *value)
{
    for (size_t i = 0; i < drawing->n; i++) {
        if (drawing->names[i].value != value)
            continue;
        write_text(drawing->out, drawing->names[i].name, "\\\"{}|<>");
        fprintf(drawing->out, " | ");
        return;
    }
}

static void draw_value(Node *node, void *context)
{
    const Value *value = (const Value *)node;
    Drawing *drawing = context;
    size_t place = graph_place(node);
    fprintf(drawing->out, "    v%zu [shape = record, label = \"", place);
    write_name(drawing, value);
    write_number(drawing->out, "data ", value->data);
    write_number(drawing->out, " | grad ", value->grad);
    fprintf(drawing->out, "\"]\n");
    /* draw what made it */
    if (value->op == NULL)
        return;
    fprintf(drawing->out, "    o%zu [shape = ellipse, label = \"", place);
    write_text(drawing->out, value->op->name, "\\\"");
    fprintf(drawing->out, "\"]\n");
    for (int i = 0; i < 2 && value_input(value, i) != NULL; i++)
        fprintf(drawing->out, "    v%zu -> o%zu\n",
                graph_place(node->prev[i]), place);
    fprintf(drawing->out, "    o%zu -> v%zu\n", place, place);
}

bool value_draw(FILE *out, const Graph *graph, const ValueName *names,
                size_t n)
{
    Drawing drawing = {out, names, n};
    fprintf(out, "digraph values {\n    rankdir = LR\n"
                 "    ranksep = 0.25\n    nodesep = 0.2\n");
    graph_each(graph, draw_value, &drawing);
    fprintf(out, "}\n");
    return fflush(out) == 0 && !ferror(out);
}
